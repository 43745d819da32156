import './app/strict-page.ts'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './app/App.vue'
import { showFailure } from './app/failure-dialog.ts'
import './app/theme.css'
import './ui/controls.css'

const app = createApp(App)

// What no screen handles is shown here; nothing fails without a word.
app.config.errorHandler = (error) => {
  showFailure(error)
}
window.addEventListener('unhandledrejection', (event) => {
  event.preventDefault()
  showFailure(event.reason)
})

app.use(createPinia())
app.mount('#app')
