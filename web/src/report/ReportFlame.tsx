import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Profile } from '../api/types.ts';
import { boxAt, type FlameBox, flameBoxes, flameTree, steered, viewOf } from '../charts/flameTree.ts';
import { flameRow, paintFlame } from '../charts/paintFlame.ts';
import { useTheme } from '../charts/theme.ts';
import { useSize } from '../charts/useSize.ts';
import { t } from '../i18n/index.ts';
import { bytes, bytesOf } from '../text/format.ts';
import { Untrusted } from '../text/Untrusted.tsx';
import './ReportFlame.css';

/** The flame graph of a report: at full height, a click zooms in, and the call under the pointer is described below. */
export function ReportFlame({ profile, label }: { profile: Profile; label: string }) {
  const calls = useMemo(() => flameTree(profile.frames), [profile]);
  const depth = calls.reduce((most, call) => Math.max(most, call.depth), 0) + 1;
  const total = Math.max(1, calls[0]?.frame.totalBytes ?? 1);
  const [view, setView] = useState({ from: 0, to: total });
  const [hover, setHover] = useState<FlameBox | null>(null);
  const host = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width } = useSize(host);
  const theme = useTheme();
  const height = depth * flameRow;
  const boxes = useMemo(() => (width > 0 ? flameBoxes(calls, view, width) : []), [calls, view, width]);
  useEffect(() => {
    if (canvas.current === null || width === 0) return;
    paintFlame(canvas.current, { calls, boxes, width, height, top: 0, found: null, marked: null });
  }, [calls, boxes, width, height, theme]);

  const at = (event: MouseEvent): FlameBox | null => {
    const place = event.currentTarget.getBoundingClientRect();
    const row = Math.floor((event.clientY - place.top) / flameRow);
    const x = event.clientX - place.left;
    return boxAt(boxes, row, x) ?? null;
  };
  const zoomTo = (box: FlameBox | null) => {
    const call = box === null ? undefined : calls[box.call];
    if (call !== undefined) setView(viewOf(call));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const next = steered(view, event.code, total);
    if (next === null) return;
    setView(next);
    event.preventDefault();
  };
  const frame = (hover === null ? undefined : calls[hover.call])?.frame;
  return (
    <>
      <div ref={host} className="report-flame" role="application" aria-roledescription={t('exploreFlame')} tabIndex={0}
        aria-label={`${label}. ${t('exploreFlameKeys')}`} onKeyDown={onKeyDown}>
        <canvas ref={canvas} style={{ width, height }} onClick={event => zoomTo(at(event))} onMouseMove={event => setHover(at(event))}
          onMouseLeave={() => setHover(null)} />
      </div>
      <p className="report-flame__hover">
        {frame !== undefined && (
          <>
            <b><Untrusted text={frame.function} max={80} /></b>
            {frame.file !== null && <Untrusted text={`${frame.file}:${frame.line ?? ''}`} max={120} />}
            <span>{bytesOf(frame.totalBytes, total)}</span>
            <span>{t('reportItself', { bytes: bytes(frame.selfBytes) })}</span>
          </>
        )}
      </p>
    </>
  );
}
