/** From a form sent after its session ended; never passwords or files. */
export type UnsentForm = { formId: string; fields: [name: string, value: string][] }
