import type { RouteRecordRaw } from 'vue-router'

export const reportRoutes: RouteRecordRaw[] = [
  { path: '/weekly', component: () => import('./WeeklyScreen.vue') },
]
