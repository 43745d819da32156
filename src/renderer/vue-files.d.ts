/** For ESLint only, whose TypeScript cannot read `.vue` files; vue-tsc resolves the file itself and never comes here. */
declare module '*.vue' {
  import type { DefineComponent } from 'vue'

  const component: DefineComponent
  export default component
}
