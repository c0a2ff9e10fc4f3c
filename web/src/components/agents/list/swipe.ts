interface Point {
  x: number;
  y: number;
}

/** From there on a row is let go. */
const FAR_PIXELS = 96;
/** A finger that is laid down moves as much. */
const STILL_PIXELS = 10;

/** How far a finger has drawn a row to the left, as a number below 0; 0: it has not, or scrolls the page. */
export function drawnBy(from: Point, at: Point): number {
  const [right, down] = [at.x - from.x, Math.abs(at.y - from.y)];
  return right < -STILL_PIXELS && -right > down ? right : 0;
}

export const isFar = (drawn: number): boolean => drawn <= -FAR_PIXELS;
