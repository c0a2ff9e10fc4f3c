/** What a repository demands of some of its branches. */
export interface Ruleset {
  id: number;
  name: string;
  isActive: boolean;
  /** Names of refs, in which `*` is any part; `~ALL` and `~DEFAULT_BRANCH`. */
  include: string[];
  exclude: string[];
  rules: Rule[];
  createdAt: Date;
}

export interface Rule {
  /** As GitHub calls it. */
  type: string;
  parameters?: object;
}
