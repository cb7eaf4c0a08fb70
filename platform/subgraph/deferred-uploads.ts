import { AppError } from "../errors/app-error.js";
import type { UploadEndpoint } from "./upload-endpoint.js";

/** Stands for uploads that wait for their engines; everything is refused with UNAVAILABLE until `open` is called. */
export interface DeferredUploads extends UploadEndpoint {
  open(uploads: UploadEndpoint): void;
}

export function deferUploads(): DeferredUploads {
  let opened: UploadEndpoint | undefined;
  return {
    open(next) {
      opened = next;
    },
    async upload(request) {
      if (opened === undefined) throw new AppError("UNAVAILABLE", "Uploads are starting; try again in a moment.");
      return opened.upload(request);
    },
  };
}
