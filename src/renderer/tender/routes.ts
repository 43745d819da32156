import type { RouteRecordRaw } from 'vue-router'

export const tenderRoutes: RouteRecordRaw[] = [
  {
    path: '/customers/:id(\\d+)/tenders/:tenderId(\\d+|new)',
    component: () => import('./TenderEditor.vue'),
    props: (route) => ({
      customerId: Number(route.params['id']),
      tenderId: route.params['tenderId'] === 'new' ? null : Number(route.params['tenderId']),
    }),
  },
]
