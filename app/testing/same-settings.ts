import { afterAll } from 'vitest'
import { overrideSettings, settings } from '#app/settings.server.ts'

// Test files share modules (vitest.config.ts): what one overrides must not reach the next.
const before = settings()
afterAll(() => overrideSettings(before))
