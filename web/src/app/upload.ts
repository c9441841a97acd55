import { useSyncExternalStore } from 'react';
import { t } from '../i18n/index.ts';
import { fault } from '../text/fault.ts';
import { bytes } from '../text/format.ts';
import { landing } from './places.ts';
import { go } from './route.ts';
import { currentSession, uploadFile } from './session.ts';

export interface Uploads {
  sending: readonly string[];
  errors: readonly string[];
}

const listeners = new Set<() => void>();
let uploads: Uploads = { sending: [], errors: [] };

export function useUploads(): Uploads {
  return useSyncExternalStore(
    listener => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => uploads,
  );
}

/** Sends files one after the other, then goes to them. */
export async function sendFiles(files: readonly File[]): Promise<void> {
  set({ sending: files.map(({ name }) => name), errors: [] });
  const ids: string[] = [];
  for (const file of files) {
    const limit = currentSession()?.maxUploadBytes ?? Infinity;
    try {
      if (file.size > limit) throw new Error(t('dropTooLarge', { limit: bytes(limit) }));
      ids.push((await uploadFile(file)).id);
    } catch (error) {
      const reason = fault(error).message;
      set({ ...uploads, errors: [...uploads.errors, t('dropFailed', { name: file.name, reason })] });
    }
    set({ ...uploads, sending: uploads.sending.slice(1) });
  }
  const session = currentSession();
  if (ids.length > 0 && session !== null) go(landing(session, ids));
}

export function dismissErrors(): void {
  set({ ...uploads, errors: [] });
}

function set(next: Uploads): void {
  uploads = next;
  for (const listener of listeners) listener();
}
