/** What was written about an issue or a pull request, and the images that it shows. */
export type { ForgeThread, FormerTitle, Gathered } from "./gathered.ts";
export {
  type ImagesWish,
  MAX_IMAGE_BYTES,
  MAX_IMAGES,
  MAX_IMAGES_BYTES,
  type PicturedText,
  type ShownImage,
} from "./images.ts";
export type { Subject, SubjectChange } from "./subject.ts";
