/** What keys and tokens of forges, models' providers and clouds look like. Each reads a letter a bounded number of times. */
const SHAPES: readonly RegExp[] = [
  /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_[A-Za-z0-9_]{40,255}|glpat-[A-Za-z0-9_-]{20,255})/g,
  /(?<![A-Za-z0-9_-])sk-(?:ant-|proj-|svcacct-|admin-|or-v1-)?[A-Za-z0-9_-]{32,255}/g,
  /(?<![A-Za-z0-9])(?:A3T[A-Z0-9]|AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
  /(?<![A-Za-z0-9_-])(?:AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{40,2000}|GOCSPX-[A-Za-z0-9_-]{28})/g,
  /(?<![A-Za-z0-9_-])(?:xox[abeoprs]-[A-Za-z0-9-]{10,255}|xapp-[A-Za-z0-9-]{10,255}|npm_[A-Za-z0-9]{36}|pypi-[A-Za-z0-9_-]{50,1000})/g,
  /(?<![A-Za-z0-9_-])(?:[sr]k_(?:live|test)_[A-Za-z0-9]{16,255}|SG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,128}|hf_[A-Za-z0-9]{30,64}|cat_[A-Za-z0-9_-]{40,64})/g,
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,4000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10,2000}/g,
  /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{0,20000}(?:-----END [A-Z ]{0,40}PRIVATE KEY-----)?/g,
  /(?<=[a-z][a-z0-9+.-]{0,20}:\/\/[^\s/:@]{0,100}:)[^\s/@]{4,200}(?=@)/gi,
];

const MASK = "(secret left out)";

/** The text without what is shaped as a key, a token or a password in an address. Others may be left: what isn't shaped isn't seen. */
export function maskTokens(text: string): string {
  return SHAPES.reduce((masked, shape) => masked.replace(shape, MASK), text);
}
