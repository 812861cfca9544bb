/** Line icons on a 24-pixel grid, drawn for this product; always decoration, the words are beside them. */
const paths = {
  home: 'M3 11 12 4l9 7M5.5 9.5V20h13V9.5M10 20v-6h4v6',
  flag: 'M5 21V4M5 5h13l-2.5 4.5L18 14H5',
  list: 'M9 6h11M9 12h11M9 18h11M4.5 6h.01M4.5 12h.01M4.5 18h.01',
  tree: 'M9 3h6v5H9zM3 16h6v5H3zM15 16h6v5h-6zM12 8v4M6 16v-4h12v4',
  bell: 'M6 16V11a6 6 0 1 1 12 0v5l1.5 2h-15zM10 20.5h4',
  user: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.8-3.7 3.7-5.5 7.5-5.5s6.700 1.800 7.500 5.500',
  people: 'M9 11.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2.500 19.500c.600-3.200 3-5 6.500-5s5.900 1.800 6.500 5M16 5a3.200 3.200 0 0 1 0 6.200M18 14.800c1.900.700 3.100 2.300 3.500 4.700',
  gear: 'M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM12 3v2.500M12 18.500V21M3 12h2.500M18.500 12H21M5.600 5.600l1.800 1.800M16.600 16.600l1.800 1.800M5.600 18.400l1.800-1.800M16.600 7.400l1.800-1.800',
  calendar: 'M4 6h16v14H4zM4 10.500h16M8 3.500v4M16 3.500v4',
  shield: 'M12 3 4.500 6v5.500c0 4.500 3.100 8 7.500 9.500 4.400-1.500 7.500-5 7.500-9.500V6zM9 12l2.200 2.200L15.200 10',
  help: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.500 9.500a2.500 2.500 0 1 1 3.500 2.300c-.700.300-1 .800-1 1.700M12 16.800h.01',
  menu: 'M4 7h16M4 12h16M4 17h16',
  plus: 'M12 5v14M5 12h14',
  search: 'M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.300 15.300 20 20',
  upload: 'M12 16V5M7.500 9 12 4.500 16.500 9M4.500 15.500V20h15v-4.500',
  download: 'M12 4.500v11M7.500 11l4.500 4.500 4.500-4.500M4.500 16.500V20h15v-3.500',
  camera: 'M4 8h4l1.500-2.500h5L16 8h4v11H4zM12 16.500a3.300 3.300 0 1 0 0-6.600 3.300 3.300 0 0 0 0 6.600z',
  file: 'M6 3.500h8l4 4V20.500H6zM14 3.500v4h4M9 12.500h6M9 16h6',
  warn: 'M12 4 2.800 20h18.400zM12 10v4.500M12 17.300h.01',
  check: 'M5 12.500 10 17.500 19.500 7',
  close: 'M6 6l12 12M18 6 6 18',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.200l3.200 2',
  phone: 'M6.500 3.500H10l1.500 4.500-2 1.500a11 11 0 0 0 5 5l1.500-2 4.500 1.500v3.500c0 1-.800 2-2 2C11 20.500 3.500 13 4.500 5.500c.100-1.200 1-2 2-2z',
  right: 'M9 5l7 7-7 7',
  left: 'M15 5l-7 7 7 7',
  down: 'M5 9l7 7 7-7',
  key: 'M8.500 15.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM13 11h8M18 11v3.500',
  globe: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c2.500 2.700 3.700 5.700 3.700 9s-1.200 6.300-3.700 9c-2.500-2.700-3.700-5.700-3.700-9S9.500 5.700 12 3z',
  edit: 'M5 19h3.500L19 8.500 15.500 5 5 15.500zM13 7.500l3.500 3.500',
  trash: 'M5 7h14M9.500 7V4.500h5V7M7 7l1 13h8l1-13',
  split: 'M12 4v5M12 9c0 3-5 3-5 7v3M12 9c0 3 5 3 5 7v3',
  merge: 'M7 4v4c0 4 5 4 5 8v4M17 4v4c0 4-5 4-5 8',
  undo: 'M4 9h9.500a5.500 5.500 0 0 1 0 11H9M8 5 4 9l4 4',
  chat: 'M4 5h16v11H11l-4.500 4V16H4z',
} as const;
export type IconName = keyof typeof paths;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
