export const views = {
  views: 'Views', columns: 'Columns', none: 'No view is kept yet.', keep: 'Keep this view', keep_hint: 'Keeps the filters and columns as they are now. One of the same name is written over.', name: 'Name of the view', name_needed: 'Name the view', share: 'Share with everybody (each still sees only what is his)', shared: 'shared', shared_by: 'shared by {{name}}', saved: 'View kept', remove_ask: 'Remove the view “{{name}}”?', usual: 'Usual columns',
} as const;
