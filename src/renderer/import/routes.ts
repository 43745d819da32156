import type { RouteRecordRaw } from 'vue-router'

export const importRoutes: RouteRecordRaw[] = [
  { path: '/import', component: () => import('./ImportWizard.vue'), meta: { keepAlive: true } },
  { path: '/import/history', component: () => import('./ImportHistory.vue') },
]
