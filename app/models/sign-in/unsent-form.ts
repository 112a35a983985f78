/** From a form whose session had ended when it was sent; never passwords or files. */
export type UnsentForm = { formId: string; fields: [name: string, value: string][] }
