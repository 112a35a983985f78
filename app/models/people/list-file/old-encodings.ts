export type OldEncoding = { name: string; decode: (bytes: Uint8Array) => string }

/** Windows-1252 has these where Latin-1 has control characters; Node 20 decodes windows-1252 as Latin-1. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/** The upper half of MS-DOS code page 850, which TextDecoder does not know. */
const DOS =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤' +
  'ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0'

/** The likeliest first: when two fit equally, the earlier wins. */
export const oldEncodings: OldEncoding[] = [
  { name: 'Western European (Windows)', decode: bytes => upper(bytes, WINDOWS) },
  { name: 'Western European (Mac)', decode: known('macintosh') },
  { name: 'Western European (MS-DOS)', decode: bytes => upper(bytes, DOS) },
  { name: 'Central European (Windows)', decode: known('windows-1250') },
  { name: 'Western European (ISO 8859-15)', decode: known('iso-8859-15') },
  { name: 'Central European (ISO 8859-2)', decode: known('iso-8859-2') },
]

function known(label: string): OldEncoding['decode'] {
  return bytes => new TextDecoder(label).decode(bytes)
}

function upper(bytes: Uint8Array, letters: string): string {
  const latin = Buffer.from(bytes).toString('latin1')
  return latin.replace(/[\u0080-\u00ff]/g, l => letters[l.charCodeAt(0) - 0x80] ?? l)
}
