import type { ReactNode } from 'react'
import { PageHeader } from './page.tsx'

export type HelpSection = { title: string; steps?: ReactNode[]; says?: ReactNode[] }

type Props = { title: string; lead: string; sections: HelpSection[] }

export function HelpPage({ title, lead, sections }: Props) {
  return (
    <>
      <PageHeader title={title} back={{ to: '/help', label: 'Help' }} lead={lead} />
      <div className="prose">
        {sections.map(section => (
          <section key={section.title}>
            <h2>{section.title}</h2>
            {section.steps ? <Steps steps={section.steps} /> : null}
            {section.says?.map((text, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the paragraphs never move
              <p key={place}>{text}</p>
            ))}
          </section>
        ))}
      </div>
    </>
  )
}

function Steps({ steps }: { steps: ReactNode[] }) {
  return (
    <ol>
      {steps.map((step, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps never move
        <li key={place}>{step}</li>
      ))}
    </ol>
  )
}
