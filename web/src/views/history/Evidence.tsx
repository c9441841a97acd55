import { useState } from 'react';
import { post } from '../../api/client.ts';
import type { HistoryDetail, Source } from '../../api/types.ts';
import { go } from '../../app/route.ts';
import { updateSource } from '../../app/session.ts';
import { Button } from '../../components/Button.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { t } from '../../i18n/index.ts';
import { fault } from '../../text/fault.ts';
import { fileName } from '../../text/names.ts';
import { isolated } from '../../text/untrusted.ts';
import { Untrusted } from '../../text/Untrusted.tsx';
import { BytesCell, PlainTable } from '../findings/PlainTable.tsx';
import { type Capture, capturesOf, type EvidenceFile } from './evidence.ts';
import { timeText } from './times.ts';

/** The files that the guard kept, grouped by capture. */
export function Evidence({ evidence }: { evidence: HistoryDetail['evidence'] }) {
  const [isOpening, setIsOpening] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const open = async (files: readonly EvidenceFile[]) => {
    setIsOpening(true);
    setError(null);
    try {
      const sources: Source[] = [];
      for (const { path } of files) sources.push(await post<Source>('history/open', { path }));
      sources.forEach(updateSource);
      const [first] = sources;
      if (first !== undefined) go({ view: viewOf(first), files: sources.map(({ id }) => id), selected: null });
    } catch (problem) {
      setError(fault(problem));
      setIsOpening(false);
    }
  };
  return (
    <section aria-busy={isOpening}>
      <h3>{t('histEvidence')}</h3>
      {error !== null && <ErrorNote error={error} />}
      {evidence.length === 0 ? <p className="history__note">{t('histNoEvidence')}</p> : (
        <PlainTable label={t('histEvidence')}>
          <thead>
            <tr>
              <th scope="col">{t('histWhen')}</th>
              <th scope="col">{t('histKind')}</th>
              <th scope="col">{t('histFile')}</th>
              <th scope="col" className="number">{t('histSize')}</th>
              <th scope="col"><span className="visually-hidden">{t('histOpen')}</span></th>
            </tr>
          </thead>
          <tbody>
            {capturesOf(evidence).map(capture => (
              <Rows key={capture.series} capture={capture} isOpening={isOpening} onOpen={files => void open(files)} />
            ))}
          </tbody>
        </PlainTable>
      )}
    </section>
  );
}

function Rows({ capture: { files, snapshots }, isOpening, onOpen }: {
  capture: Capture;
  isOpening: boolean;
  onOpen(files: readonly EvidenceFile[]): void;
}) {
  return files.map(file => (
    <tr key={file.path}>
      <td className="history__when">{timeText(file.at)}</td>
      <td><Untrusted text={file.kind} max={40} /></td>
      <td className="plain-table__name" title={isolated(file.path)}>
        <Untrusted text={fileName(file.path)} max={80} />
      </td>
      <BytesCell value={file.bytes} />
      <td>
        {file.exists
          ? <Button kind="quiet" disabled={isOpening} onClick={() => onOpen([file])}>{t('histOpen')}</Button>
          : <span className="history__note">{t('histGone')}</span>}
        {file === snapshots[0] && snapshots.length > 1 && (
          <Button kind="quiet" disabled={isOpening} onClick={() => onOpen(snapshots)}>
            {t('histDiagnose', { count: snapshots.length })}
          </Button>
        )}
      </td>
    </tr>
  ));
}

function viewOf({ kind }: Source) {
  switch (kind) {
    case 'profile':
    case 'timeline': return 'allocation';
    case 'gclog': return 'gclog';
    default: return 'findings';
  }
}
