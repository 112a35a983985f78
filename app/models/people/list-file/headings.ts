export type ColumnKind =
  | 'email'
  | 'first'
  | 'infix'
  | 'last'
  | 'secondLast'
  | 'full'
  | 'name'
  | 'nickname'
  | 'role'

/** "First Name [Required]" → "firstname", "Prénom" → "prenom" */
export function plainHeading(cell: string): string {
  return cell
    .replace(/\[[^\]]*\]|\([^)]*\)/g, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[^\p{L}\p{N}]/gu, '')
}

/** The likeliest to reach people first. Leaves out recovery and secondary addresses on purpose. */
const EMAILS = words(`
  email emails mail emailaddress emailaddresses mailaddress emailid useremail useremailaddress profileemail
  primaryemail primaryemailaddress emailprimary primarymail primarysmtpaddress attendeeemail attendeeemailaddress
  memberemail contactemail employeeemail studentemail participantemail youremail youremailaddress
  emailadresse emailadressen mailadresse epost epostadresse epostadress epostadressen elektronischepost
  courriel adresseemail adressemail adressecourriel adresseelectronique adressedemessagerie adressedecourriel
  courrielprincipal mel adressemel
  correo correoelectronico direccionemail direcciondeemail direcciondecorreo direcciondecorreoelectronico
  direccioncorreoelectronico direccioncorreo
  indirizzoemail indirizzomail indirizzodiposta indirizzodipostaelettronica postaelettronica indirizzodiemail
  emailadres mailadres eadres
  enderecodeemail enderecoemail correioeletronico correioelectronico adresemail
  email1 email1value email1address mail1 email1adresse emailvalue
  workemail workemailaddress emailwork businessemail businessemailaddress companyemail officeemail emailbusiness
  emailgeschaftlich emaildienstlich dienstlicheemail emailpro emailprofessionnel courrielprofessionnel emailtrabajo
  personalemail personalemailaddress emailprivat privateemail emailhome homeemail emailpersonnel emailpersonal
  email2 email2value email2address mail2 email2adresse email3 email3value email3address email3adresse
  userprincipalname upn signinname buyeremail login username userid`)

const KINDS: Record<Exclude<ColumnKind, 'email'>, string[]> = {
  first:
    words(`firstname firstnames first fname givenname givennames given forename forenames userfirstname
    profilefirstname attendeefirstname legalfirstname vorname vornamen rufname prenom prenoms nombredepila
    primernombre nombres nomeproprio primonome voornaam voornamen roepnaam fornamn fornavn imie`),
  infix: words(`tussenvoegsel tussenvoegsels tussenvoegselachternaam voorvoegsel voorvoegsels infix
    namensvorsatz namensprafix surnameprefix lastnameprefix`),
  last: words(`lastname lastnames last lname surname surnames familyname family sn userlastname profilelastname
    attendeelastname attendeesurname legallastname nachname nachnamen familienname zuname nomdefamille nomfamille
    nomdusage apellido apellidos primerapellido apellido1 cognome cognomi achternaam achternamen familienaam
    sobrenome sobrenomes apelido efternamn efternavn etternavn nazwisko`),
  secondLast: words('segundoapellido apellido2'),
  full: words(`fullname displayname cn commonname completename personname membername employeename studentname
    attendeename participantname contactname customername yourname person participant
    vollername vollstandigername anzeigename vorundnachname vornamenachname vornameundnachname vorundzuname
    vornamename namevorname nachnamevorname lastnamefirstname firstnamelastname nametitle teilnehmer teilnehmerin
    teilnehmername mitglied mitgliedsname mitarbeiter mitarbeiterin
    nomcomplet nometprenom nomprenom prenomnom prenometnom nomaffiche nombrecompleto nombreyapellidos
    nombreapellidos apellidosynombre apellidosnombre nomecompleto nomecognome nomeecognome cognomenome
    cognomeenome nominativo volledigenaam weergavenaam naamvoluit imieinazwisko`),
  name: words('name names nom noms nombre nome naam namn navn'),
  nickname: words('nickname'),
  role: words('role'),
}

const kinds = new Map<string, ColumnKind>([
  ...EMAILS.map((word): [string, ColumnKind] => [word, 'email']),
  ...Object.entries(KINDS).flatMap(([kind, list]) =>
    list.map((word): [string, ColumnKind] => [word, kind as ColumnKind]),
  ),
])

export function kindOf(heading: string): ColumnKind | undefined {
  return kinds.get(plainHeading(heading))
}

export function emailRank(heading: string): number {
  return EMAILS.indexOf(plainHeading(heading))
}

function words(list: string): string[] {
  return list.trim().split(/\s+/)
}
