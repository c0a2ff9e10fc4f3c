/** What somebody has dropped into a text field. */
export interface Attachment {
  /** As the text has it: answers 404 to every token. */
  url: string;
  mediaType: string;
  bytes: Uint8Array;
  /** For whom it is shown without a token, until when in milliseconds. */
  signed: Map<string, number>;
}
