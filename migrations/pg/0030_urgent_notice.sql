-- What does not wait for the one mail a day.
alter table notice add column urgent boolean not null default false;
