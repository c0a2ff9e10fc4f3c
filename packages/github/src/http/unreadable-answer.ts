/** Something answered as GitHub's API doesn't: the message says how, without a word of the answer. */
export class UnreadableAnswer extends Error {
  override readonly name = "UnreadableAnswer";
}
