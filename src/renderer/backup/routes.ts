import type { RouteRecordRaw } from 'vue-router'

export const backupRoutes: RouteRecordRaw[] = [
  { path: '/backup', component: () => import('./BackupScreen.vue') },
]
