import type { ReactNode } from 'react'
import { Actions, PostForm } from './form.tsx'

type Kept = Partial<Record<'commitment' | 'rollHash' | 'termsHash' | 'line', string | undefined>>
type Typed = Partial<Record<'log' | 'head' | 'eventId', string | undefined>>
type Field = 'document' | keyof Typed
type Props = {
  text: string | undefined
  /** What the reader kept from a receipt or an email. */
  kept: Kept | undefined
  typed: Typed | undefined
  problems: Partial<Record<Field, string[]>> | undefined
}

const KEPT: [name: keyof Kept, label: string][] = [
  ['commitment', 'Commitment'],
  ['rollHash', 'Hash of the roll'],
  ['termsHash', 'Hash of the terms'],
  ['line', 'Your line of the roll'],
]

export function VerifyForm({ text, kept, typed, problems }: Props) {
  return (
    <PostForm form={{ id: 'verify' }} encType="multipart/form-data">
      <LongField
        name="document"
        label="The document"
        hint="Paste the whole document that you downloaded from the page of the draw."
        text={text}
        problem={problems?.document?.[0]}
      />
      <div className="field">
        <label htmlFor="file">Or choose its file</label>
        <input type="file" id="file" name="file" accept=".json,application/json" />
      </div>
      <details open={kept && Object.values(kept).some(Boolean)}>
        <summary>What you kept from a receipt or an email</summary>
        {KEPT.map(([name, label]) => (
          <ShortField key={name} name={name} label={label} text={kept?.[name]} />
        ))}
      </details>
      <LogFields typed={typed} problems={problems} />
      <Actions>
        <button type="submit">Check it</button>
      </Actions>
    </PostForm>
  )
}

function LogFields({ typed, problems }: Pick<Props, 'typed' | 'problems'>) {
  const { log, head, eventId } = problems ?? {}
  const isOpen = Object.values(typed ?? {}).some(Boolean) || log || head || eventId
  return (
    <details open={Boolean(isOpen)}>
      <summary>The log of what came after</summary>
      <LongField
        name="log"
        label="The log"
        hint="Paste the whole log, after.txt. It is replayed line by line from the document above."
        text={typed?.log}
        problem={log?.[0]}
      />
      <div className="field">
        <label htmlFor="logFile">Or choose the file of the log</label>
        <input type="file" id="logFile" name="logFile" accept=".txt,text/plain" />
      </div>
      <ShortField
        name="head"
        label="Check value from an email"
        hint="It is in emails about offers, answers and returns: the number of a line, a colon and 64 digits and letters."
        text={typed?.head}
        problem={head?.[0]}
      />
      <ShortField
        name="eventId"
        label="ID of the event, if nothing was drawn"
        hint="It is in the address of the event, after /events/."
        text={typed?.eventId}
        problem={eventId?.[0]}
      />
    </details>
  )
}

type Asked = {
  name: Field | keyof Kept
  label: string
  hint?: string
  text: string | undefined
  problem?: string | undefined
}

function ShortField(props: Asked) {
  return (
    <Labelled {...props}>
      <input
        {...controlOf(props)}
        className="code"
        spellCheck={false}
        autoComplete="off"
        defaultValue={props.text}
      />
    </Labelled>
  )
}

function LongField(props: Asked) {
  return (
    <Labelled {...props}>
      <textarea
        {...controlOf(props)}
        rows={8}
        spellCheck={false}
        className="code"
        defaultValue={props.text}
      />
    </Labelled>
  )
}

function controlOf({ name, hint, problem }: Asked) {
  const id = `verify-${name}`
  const notes = [...(hint ? [`${id}-hint`] : []), ...(problem ? [`${id}-error`] : [])]
  return {
    id,
    name,
    'aria-invalid': problem ? true : undefined,
    'aria-describedby': notes.join(' ') || undefined,
  }
}

function Labelled({ name, label, hint, problem, children }: Asked & { children: ReactNode }) {
  const id = `verify-${name}`
  return (
    <div className={problem ? 'field field-wrong' : 'field'}>
      <label htmlFor={id}>{label}</label>
      {hint ? (
        <p className="hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
      {problem ? (
        <p className="field-error" id={`${id}-error`}>
          <span className="visually-hidden">Error: </span>
          {problem}
        </p>
      ) : null}
      {children}
    </div>
  )
}
