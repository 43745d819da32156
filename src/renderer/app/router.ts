import { createRouter, createWebHashHistory, type Router, type RouteRecordRaw } from 'vue-router'

let router: Router | null = null

/**
 * The one router. Routes are collected from every feature's `routes.ts` (each exports one array), so the frame names
 * no feature; screens themselves load when first shown.
 */
export function appRouter(): Router {
  router ??= createRouter({
    history: createWebHashHistory(),
    routes: [...featureRoutes(), { path: '/:rest(.*)*', redirect: '/today' }],
  })
  return router
}

function featureRoutes(): RouteRecordRaw[] {
  const modules = import.meta.glob<Record<string, RouteRecordRaw[]>>('../*/routes.ts', { eager: true })
  return Object.values(modules).flatMap((module) => Object.values(module).flat())
}
