import type { DownloadEvent } from '../builtin/parts/download.ts';
import type { DownloadTexts } from '../i18n/wording.ts';

/** One line for a person about a download. */
export function downloadLine(event: DownloadEvent, texts: DownloadTexts): string {
  const { what } = event.download;
  switch (event.kind) {
    case 'fetching':
      return texts.fetching(event.download);
    case 'progress':
      return texts.progress({ what, fraction: event.fraction });
    case 'again':
      return texts.again({ what, reason: event.reason });
    case 'waiting':
      return texts.waiting({ what, processId: event.processId });
    case 'fetched':
      return texts.fetched({ what });
  }
}
