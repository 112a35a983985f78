/* Comfort only: every page works without this file. */

/** Milliseconds for which a second press is taken for a double click. */
const DOUBLE_CLICK = 2000

/**
 * A form that says it is busy, so that nobody wonders and presses twice. Nothing tells a page that its person has
 * stopped the load, so the button works again soon; the server knows a second press of the same form.
 */
document.addEventListener('submit', event => {
  const button = event.submitter
  if (!(button instanceof HTMLButtonElement) || event.target.method !== 'post') return
  if (event.target.dataset.busy) {
    event.preventDefault()
    return
  }
  event.target.dataset.busy = 'yes'
  button.setAttribute('aria-busy', 'true')
  setTimeout(rest, DOUBLE_CLICK)
})

function rest() {
  for (const form of document.querySelectorAll('form[data-busy]')) delete form.dataset.busy
  for (const button of document.querySelectorAll('button[aria-busy]'))
    button.removeAttribute('aria-busy')
}

/** Coming back through the history shows the page as it was: not busy any more. */
addEventListener('pageshow', rest)

/** After a failed form, the summary of what is wrong is read first. */
document.querySelector('.error-summary')?.focus()

/**
 * <live-total total="40" given="12"> around a form of numbers: its [data-live=given] and [data-live=left]
 * follow the typing. Inputs carry their saved amount in data-was; `given` counts the other pages too.
 */
class LiveTotal extends HTMLElement {
  connectedCallback() {
    this.addEventListener('input', () => this.refresh())
    this.refresh()
  }

  refresh() {
    let given = Number(this.getAttribute('given'))
    for (const input of this.querySelectorAll('input[data-was]')) {
      const typed = /^\d+$/.test(input.value.trim()) ? Number(input.value) : 0
      given += typed - Number(input.dataset.was || 0)
    }
    const left = Number(this.getAttribute('total')) - given
    this.show('given', given)
    this.show('left', left)
    this.toggleAttribute('over', left < 0)
  }

  show(name, value) {
    for (const place of this.querySelectorAll(`[data-live="${name}"]`))
      place.textContent = String(value)
  }
}

/** <said-sizes> around the tick boxes of a request: [data-live=said] says "4, or else 2, or else 1". */
class SaidSizes extends HTMLElement {
  connectedCallback() {
    this.addEventListener('change', () => this.refresh())
    this.refresh()
  }

  refresh() {
    const ticked = [...this.querySelectorAll('input[type=checkbox]:checked')].map(box =>
      Number(box.value),
    )
    const said = ticked.sort((a, b) => b - a).join(', or else ')
    for (const place of this.querySelectorAll('[data-live=said]')) {
      place.textContent = said && `You ask for ${said}.`
    }
  }
}

/** <copy-text> around a text that people pass on: a button copies it, where the browser lets us. */
class CopyText extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard) return
    const text = this.textContent
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'quiet'
    button.textContent = 'Copy'
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(text)
      button.textContent = 'Copied'
    })
    this.after(button)
  }
}

customElements.define('copy-text', CopyText)
customElements.define('live-total', LiveTotal)
customElements.define('said-sizes', SaidSizes)
