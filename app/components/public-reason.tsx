import { TextArea } from './form.tsx'

/** Bounds as `publicReason()` has them. */
export function PublicReason(props: Pick<Parameters<typeof TextArea>[0], 'field' | 'label'>) {
  return (
    <TextArea
      {...props}
      hint="Everyone can read this. At least 15 characters and two words."
      maxLength={300}
    />
  )
}
