import {
  Calendar,
  DataAnalysis,
  FolderChecked,
  OfficeBuilding,
  Setting,
  Upload,
} from '@element-plus/icons-vue'
import { computed, type Component } from 'vue'
import { appRouter } from './router.ts'
import { useSession } from './session.ts'

export interface Room {
  readonly path: string
  readonly title: string
  readonly icon: Component
  readonly keys: string
}

/** The rooms of the left rail that exist and that this person may enter. */
export function useRooms() {
  const session = useSession()
  const router = appRouter()

  return computed<readonly Room[]>(() => {
    const mayRead = session.status?.scopeKind !== 'none'
    const rooms: readonly (Room & { readonly isOpen: boolean })[] = [
      { path: '/today', title: '今天', icon: Calendar, keys: 'Ctrl+1', isOpen: true },
      { path: '/customers', title: '客户', icon: OfficeBuilding, keys: 'Ctrl+2', isOpen: mayRead },
      { path: '/import', title: '导入', icon: Upload, keys: 'Ctrl+3', isOpen: session.mayWrite },
      { path: '/weekly', title: '周报', icon: DataAnalysis, keys: 'Ctrl+4', isOpen: mayRead },
      {
        path: '/backup',
        title: '备份',
        icon: FolderChecked,
        keys: 'Ctrl+5',
        isOpen: session.hasRole('assistant', 'admin'),
      },
      { path: '/settings', title: '设置', icon: Setting, keys: 'Ctrl+6', isOpen: true },
    ]
    return rooms.filter((room) => room.isOpen && router.resolve(room.path).matched[0]?.redirect === undefined)
  })
}
