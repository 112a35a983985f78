import type { ZoneForm } from '#app/models/operating/zone-form.ts'
import { nameOfZone } from '#app/values/time-zone.ts'
import { Actions, PostForm, type useServerForm } from './form.tsx'
import { ZoneField } from './zone-field.tsx'

type Form = ReturnType<typeof useServerForm<ZoneForm>>
type Props = { form: Form[0]; fields: Form[1]; now: string; zones: string[] }

export function ZoneSettings({ form, fields, now, zones }: Props) {
  return (
    <PostForm form={form}>
      <input type="hidden" name="was" value={now} />
      <ZoneField
        field={fields.timeZone}
        hint="New events start with it, and lists show their times in it. Each event can have its own."
        zones={zones}
      />
      <Actions>
        <button type="submit">Save time zone</button>
      </Actions>
    </PostForm>
  )
}

export function FixedZone({ timeZone }: { timeZone: string }) {
  return (
    <p className="prose">
      New events start with the time zone {nameOfZone(timeZone)}, and lists show their times in it.
      Each event can have its own. To choose one here instead, remove <code>APP_TIME_ZONE</code>{' '}
      from the environment and restart the server.
    </p>
  )
}
