const MAX_LENGTH = 254;
/** One address and nothing else: no list, name, comment, quotes, line end or other sign that mail reads as something. */
const ADDRESS = /^[^\s\p{C}@<>()[\]\\,;:"]{1,64}@(?=[^.])[^\s\p{C}@<>()[\]\\,;:"]{1,189}$/u;
/** Names that are nobody's on any network: where an account has no address, one of these stands for it. */
const NOWHERE = /[@.](?:localhost|localdomain|invalid)$/i;

/** Whether it is the address of one mailbox that something may be sent to. */
export function isMailAddress(text: string): boolean {
  return text.length <= MAX_LENGTH && ADDRESS.test(text) && !NOWHERE.test(text);
}

/** Where an account is told by e-mail; null: nowhere, as whoever said its address may have said somebody else's. */
export function mailAddressOf({ email, emailVerified }: { email: string; emailVerified: boolean }): string | null {
  return emailVerified && isMailAddress(email) ? email : null;
}
