-- failed sign-ins by address, in stretches of ten minutes; kept for a day
create table sign_in_failure (
  address text not null,
  since timestamptz not null,
  count int not null,
  primary key (address, since)
);
