/** The name of the last event of a stream: nothing comes after it, and nobody needs to ask again. */
export const STREAM_END = "end";
