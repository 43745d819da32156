import type { RouteRecordRaw } from 'vue-router'

export const printRoutes: RouteRecordRaw[] = [
  { path: '/print/preview', component: () => import('./PrintPreview.vue') },
]
