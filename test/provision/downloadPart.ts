import type {
  Download,
  DownloadEvent,
  DownloadOptions,
} from '@condenser/sidecar/builtin/download/download.ts';
import { downloadLine } from '@condenser/sidecar/cli/startBuiltinEngine.ts';
import { isError } from '@condenser/sidecar/errors.ts';
import { english } from '@condenser/sidecar/i18n/english/index.ts';
import { errorText } from '@condenser/sidecar/i18n/wireError.ts';
import { ProvisionError, type Report } from './part.ts';

/** One line about the size of a download. */
export function describeDownload({ what, size, installedSize }: Download): string {
  const megabytes = (bytes: number) => Math.ceil(bytes / 1e6);
  return `${what}, ${megabytes(installedSize)} MB (downloads ${megabytes(size)} MB)`;
}

/**
 * Downloads a part in the same way as the program, and reports its progress lines.
 *
 * @throws {ProvisionError} with the program's message if the download fails.
 */
export async function downloadPart(
  fetch: (options: DownloadOptions) => Promise<string>,
  report: Report,
): Promise<string> {
  const onEvent = (event: DownloadEvent) => report(downloadLine(event, english.download));
  try {
    return await fetch({ environment: process.env, onEvent });
  } catch (error) {
    if (!isError(error)) throw error;
    const { message, whatToDo = '' } = errorText(error, english);
    throw new ProvisionError(message, whatToDo, { cause: error });
  }
}
