import type { Role } from '#app/models/people/user.ts'

export type Character = { name: string; email: string; role: Role; isActive: boolean }

const organizers = ['Miriam Okafor', 'Jonas Lindqvist', 'Teresa Valverde']
const admin = 'Ines Hartmann'

const members =
  `Amara Nwosu, Lukas Brandt, Priya Raghunathan, Mateusz Kowalczyk, Leila Haddad, Tomás Ferreira,
  Hana Novotná, Kwame Boateng, Sofia Andersson, Yusuf Demir, Chiara Bellini, Dmitri Volkov, Nguyễn Thị Mai,
  Oskar Nyström, Fatima Zahra Idrissi, Pierre Lacombe, Akiko Yamane, Ruairí Ó Briain, Zoë van der Meer,
  Emeka Obi, Katarzyna Wójcik, Samuel Adeyemi, Ingrid Solberg, Rafael Quintero, Mei-Ling Chou, Björn Þórsson,
  Aisha Rahman, Florian Gruber, Daniela Popescu, Noah Feldman, Sunita Thapa, Gabriel Moreau, Elif Yıldız,
  Patrick Njoroge, Marta Szabó, Wei Zhang, Laura Castellanos, Ahmed El-Sayed, Freya Mortensen, Giorgos Pappas,
  Nadia Benali, Callum Fraser, Ji-woo Park, Beatriz Carvalho, Anton Šimek, Olumide Bakare, Helena Kask,
  Vikram Desai, Maja Horvat, Luís Figueira, Rosa Delgado, Sven Aaltonen, Thandiwe Dlamini, Julien Roche,
  Parisa Moradi, Eero Virtanen, Camille Dufour, Arjun Menon, Greta Weiss, Tariq Aziz`
    .split(',')
    .map(name => name.trim().replace(/\s+/g, ' '))

export const cast: readonly Character[] = [
  character(admin, 'admin'),
  ...organizers.map(name => character(name, 'organizer')),
  ...members.map((name, index) => character(name, 'member', index % 29 !== 28)),
]

function character(name: string, role: Role, isActive = true): Character {
  return { name, email: `${addressName(name)}@example.org`, role, isActive }
}

export function addressName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('þ', 'th')
    .replaceAll('ø', 'o')
    .replaceAll('ı', 'i')
    .replaceAll('đ', 'd')
    .normalize('NFD')
    .replace(/[^a-z -]/g, '')
    .trim()
    .replace(/ +/g, '.')
}
