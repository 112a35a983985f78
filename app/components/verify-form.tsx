import { Actions, PostForm } from './form.tsx'

type Props = { text: string | undefined; problem: string | undefined }

export function VerifyForm(props: Props) {
  return (
    <PostForm form={{ id: 'verify' }} encType="multipart/form-data">
      <DocumentField {...props} />
      <div className="field">
        <label htmlFor="file">Or its file</label>
        <input type="file" id="file" name="file" accept=".json,application/json" />
      </div>
      <Actions>
        <button type="submit">Check it</button>
      </Actions>
    </PostForm>
  )
}

function DocumentField({ text, problem }: Props) {
  return (
    <div className={problem ? 'field field-wrong' : 'field'}>
      <label htmlFor="verify-document">The document</label>
      <p className="hint" id="verify-document-hint">
        The whole text, from the first brace to the last, as the page of the draw gives it.
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
