import type { RouteRecordRaw } from 'vue-router'

export const customerRoutes: RouteRecordRaw[] = [
  { path: '/customers', component: () => import('./CustomerList.vue'), meta: { keepAlive: true } },
  { path: '/customers/new', component: () => import('./RegisterCustomer.vue') },
  {
    path: '/customers/:id(\\d+)',
    component: () => import('./CustomerCard.vue'),
    props: (route) => ({ id: Number(route.params['id']) }),
  },
]
