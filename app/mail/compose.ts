export type MailContent = { subject: string; text: string; html: string }

export type Block =
  | string
  | { link: string; label: string }
  | { rows: [string, string][] }
  /** To be copied to the byte: in small print, and broken anywhere. */
  | { exact: [string, string][] }

type Parts = {
  appName: string
  subject: string
  greeting?: string
  blocks: Block[]
  footer?: string
}

/** Escapes what comes from people; nothing else does. */
export function composeMail({ appName, subject, greeting, blocks, footer }: Parts): MailContent {
  const all = greeting ? [greeting, ...blocks] : blocks
  const closing = footer ?? `You get this email because you have an account at ${appName}.`
  const text = [...all.map(textOf), `-- \n${closing}`].join('\n\n')
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(subject)}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1c2421;background:#ffffff">
<div style="max-width:560px;margin:0 auto">
<p style="font-weight:700;color:#1f5f4a;margin:0 0 24px">${escapeHtml(appName)}</p>
${all.map(htmlOf).join('\n')}
<p style="margin:32px 0 0;padding-top:16px;border-top:1px solid #d5ddd9;font-size:13px;color:#55625c">${escapeHtml(closing)}</p>
</div></body></html>`
  return { subject: singleLine(subject), text: `${text}\n`, html }
}

function textOf(block: Block): string {
  if (typeof block === 'string') return block
  if ('link' in block) return `${block.label}:\n${block.link}`
  if ('exact' in block) return block.exact.map(([name, value]) => `${name}:\n${value}`).join('\n\n')
  return block.rows.map(([name, value]) => `${name}: ${value}`).join('\n')
}

function htmlOf(block: Block): string {
  if (typeof block === 'string')
    return `<p style="margin:0 0 16px">${escapeHtml(block).replaceAll('\n', '<br>')}</p>`
  if ('link' in block) {
    return `<p style="margin:24px 0"><a href="${escapeHtml(block.link)}" style="display:inline-block;padding:12px 20px;border-radius:6px;background:#1f5f4a;color:#ffffff;text-decoration:none;font-weight:600">${escapeHtml(block.label)}</a></p>`
  }
  if ('exact' in block) return block.exact.map(exactly).join('\n')
  const rows = block.rows.map(
    ([name, value]) =>
      `<tr><td style="padding:4px 16px 4px 0;color:#55625c;vertical-align:top">${escapeHtml(name)}</td><td style="padding:4px 0;vertical-align:top;overflow-wrap:anywhere">${escapeHtml(value)}</td></tr>`,
  )
  return `<table role="presentation" style="margin:0 0 16px;border-collapse:collapse">${rows.join('')}</table>`
}

function exactly([name, value]: [string, string]): string {
  return `<p style="margin:0 0 12px;font-size:13px;overflow-wrap:anywhere;word-break:break-all">${escapeHtml(name)}:<br><code>${escapeHtml(value).replaceAll('\n', '<br>')}</code></p>`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}

/** A line break in a subject would start a new header. */
function singleLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
