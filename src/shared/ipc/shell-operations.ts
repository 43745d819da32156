import { z } from 'zod'
import { sessionStatusSchema } from '../access/access-operations.ts'
import { backupVerdictSchema, backupStatusSchema } from '../backup/backup-operations.ts'
import { idSchema } from '../identity.ts'
import { importSourceSchema } from '../import/import-operations.ts'
import { pageNumberingSchema, printDocumentSchema } from '../print/print.ts'
import { weekSchema } from '../report/week.ts'
import { recoveryWordsSchema } from '../access/access-operations.ts'

/** What the shell answers itself: dialogs, printing, windows. A page holds tokens, never a path that it could choose. */
const chosenSchema = z.object({ token: z.string(), shownPath: z.string() })
const savedSchema = z.object({ savedAs: z.string().nullable() })
const token = z.string().max(60)

export const shellOperations = {
  /** Proposed places for a first archive and its backups. */
  'setup.proposeFolders': {
    input: z.object({}),
    output: z.object({ archive: chosenSchema, backup: chosenSchema }),
  },
  'setup.chooseFolder': {
    input: z.object({
      purpose: z.enum(['archive', 'backup', 'restoreInto', 'existingArchive', 'backupToRestore']),
    }),
    output: chosenSchema.nullable(),
  },
  'setup.create': {
    input: z.object({
      companyName: z.string().trim().min(1, { message: '请填写单位名称' }).max(200),
      userName: z.string().trim().min(1, { message: '请填写姓名' }).max(60),
      password: z.string().min(1).max(1024),
      archiveFolder: token,
      backupFolder: token.nullable(),
    }),
    output: z.object({ recoveryWords: recoveryWordsSchema, askedPositions: z.array(z.int()) }),
  },
  /** Opens an archive that already lies in a folder, e.g. after the PC was changed. */
  'setup.openExisting': { input: z.object({ folder: token }), output: sessionStatusSchema },
  'backup.chooseDestination': { input: z.object({}), output: backupStatusSchema.nullable() },
  'backup.verifyChosen': {
    input: z.object({ backup: token, recoveryWords: z.array(z.string()).length(24).nullable() }),
    output: backupVerdictSchema,
  },
  'backup.restoreChosen': {
    input: z.object({
      backup: token,
      intoFolder: token,
      recoveryWords: z.array(z.string()).length(24),
      newPassword: z.string().min(1).max(1024),
    }),
    output: z.object({ customers: z.int(), userName: z.string() }),
  },
  /** Opens the file dialog and reads the workbook; null when the dialog was closed. */
  'import.chooseWorkbook': { input: z.object({}), output: importSourceSchema.nullable() },
  'import.saveErrors': { input: z.object({ batchId: idSchema }), output: savedSchema },
  'print.toPdf': {
    input: z.object({
      document: printDocumentSchema,
      fileName: z.string().max(120),
      pageNumbering: pageNumberingSchema,
    }),
    output: savedSchema,
  },
  'print.toPrinter': {
    input: z.object({ document: printDocumentSchema, pageNumbering: pageNumberingSchema }),
    output: z.object({ isPrinted: z.boolean() }),
  },
  'report.saveWorkbook': { input: z.object({ week: weekSchema }), output: savedSchema },
  'export.saveCustomers': { input: z.object({ listId: z.string().max(60) }), output: savedSchema },
  /** How many records the hidden print window has laid out; a window that falls silent is given up. */
  'print.layoutProgressed': {
    input: z.object({ done: z.int().min(0), total: z.int().min(0) }),
    output: z.object({}),
  },
  /**
   * Some of the hidden print window's pages stand laid out; answered when they are printed, so that the window can
   * show the next ones. Only that window may say so.
   */
  'print.pagesReady': {
    input: z.object({ pages: z.int().min(0), isLast: z.boolean() }),
    output: z.object({}),
  },
  'print.pendingContent': { input: z.object({}), output: z.unknown() },
  /** Someone moved the mouse or typed: the lock timer starts again. */
  'session.touch': { input: z.object({}), output: z.object({}) },
  /** Asked before the window closes with unsaved work. */
  'window.setUnsaved': { input: z.object({ hasUnsavedWork: z.boolean() }), output: z.object({}) },
} as const satisfies Readonly<Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>>
