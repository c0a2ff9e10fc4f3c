const LOGIN = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,98}[A-Za-z0-9])?$/;

/** Whether it can be the name of a forge's account, which is one word of a few kinds of characters. Nothing else is mentioned. */
export function isLogin(name: string): boolean {
  return LOGIN.test(name);
}
