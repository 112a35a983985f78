import { PostForm } from './form.tsx'

/** Opens the draws of an event to everybody with the address, or closes them again. */
export function ReadersForm({ areAll }: { areAll: boolean }) {
  return (
    <section className="card">
      <h2>Who can read this</h2>
      <p>
        {areAll
          ? 'Anyone with the address can read the draws, documents and roll of this event, without an account. No names of people are shown to them, but reasons are.'
          : 'Only people who are signed in. You can let anyone with the address read the draws, documents and roll of this event. They see no names of people, but all reasons: read those first, and check that they contain no names.'}
      </p>
      <PostForm form={{ id: 'readers' }} className="actions">
        <button type="submit" className="quiet" name="readers" value={areAll ? 'members' : 'all'}>
          {areAll
            ? 'Let only signed-in people read them'
            : 'Let anyone with the address read the draws'}
        </button>
      </PostForm>
    </section>
  )
}
