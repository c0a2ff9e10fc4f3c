import { NothingAtAddress } from "../../components/frame/nothing-at-address.tsx";

/** Of a page that doesn't know what its address names: within the frame. */
export default function NotFound() {
  return <NothingAtAddress />;
}
