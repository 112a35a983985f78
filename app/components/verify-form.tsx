import { Actions, PostForm } from './form.tsx'

type Kept = Partial<Record<'commitment' | 'rollHash' | 'termsHash' | 'line', string | undefined>>
type Props = {
  text: string | undefined
  problem: string | undefined
  /** What the reader kept from a receipt or an email. */
  kept: Kept | undefined
}

const KEPT: [name: keyof Kept, label: string][] = [
  ['commitment', 'Commitment'],
  ['rollHash', 'Hash of the roll'],
  ['termsHash', 'Hash of the terms'],
  ['line', 'Your line of the roll'],
]

export function VerifyForm(props: Props) {
  return (
    <PostForm form={{ id: 'verify' }} encType="multipart/form-data">
      <DocumentField {...props} />
      <div className="field">
        <label htmlFor="file">Or choose its file</label>
        <input type="file" id="file" name="file" accept=".json,application/json" />
      </div>
      <details open={props.kept && Object.values(props.kept).some(Boolean)}>
        <summary>What you kept from a receipt or an email</summary>
        {KEPT.map(([name, label]) => (
          <div key={name} className="field">
            <label htmlFor={`verify-${name}`}>{label}</label>
            <input
              id={`verify-${name}`}
              name={name}
              className="code"
              spellCheck={false}
              autoComplete="off"
              defaultValue={props.kept?.[name]}
            />
          </div>
        ))}
      </details>
      <Actions>
        <button type="submit">Check it</button>
      </Actions>
    </PostForm>
  )
}

function DocumentField({ text, problem }: Pick<Props, 'text' | 'problem'>) {
  return (
    <div className={problem ? 'field field-wrong' : 'field'}>
      <label htmlFor="verify-document">The document</label>
      <p className="hint" id="verify-document-hint">
        Paste the whole document that you downloaded from the page of the draw.
      </p>
      {problem ? (
        <p className="field-error" id="verify-document-error">
          <span className="visually-hidden">Error: </span>
          {problem}
        </p>
      ) : null}
      <textarea
        id="verify-document"
        name="document"
        rows={8}
        spellCheck={false}
        className="code"
        defaultValue={text}
        aria-invalid={problem ? true : undefined}
        aria-describedby={
          problem ? 'verify-document-hint verify-document-error' : 'verify-document-hint'
        }
      />
    </div>
  )
}
