import type { RouteRecordRaw } from 'vue-router'

export const settingsRoutes: RouteRecordRaw[] = [
  {
    path: '/settings/:section(general|users|password|recovery|about)?',
    component: () => import('./SettingsScreen.vue'),
  },
]
