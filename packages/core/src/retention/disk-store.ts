/** Something on the machine's disk, when it was last used. */
export interface KeptThing {
  id: string;
  usedAt: Date;
}

/** Things of one kind on the machine's disk. */
export interface DiskStore {
  list(): Promise<KeptThing[]>;
  /**
   * Removes one that was not used since `unusedSince` and is not borrowed from; false: it stays. A kill midway leaves nothing
   * that would be taken for a whole one.
   */
  remove(id: string, unusedSince: Date): Promise<boolean>;
}
