//! Pages that come in as files: the seed of a first start, and imports by whoever runs the
//! machine. Nobody is told and nobody gets tasks by what happens here (product.md 4).

mod backup;
mod import;
mod pagefile;
mod registers;
mod seed;
mod seed_attachments;
mod seed_pages;
mod seed_records;
mod site_kinds;
mod templates;

pub use backup::{Holdings, backup, backup_beside, restore, unfinished_restore};
pub use import::{Import, Summary, import};
pub use pagefile::{FileReport, PageFile, RecordFile};
pub use registers::{Direction, Done, Registers, Words};
pub use seed::{SeedFiles, add_space, examples, first_start, follow_seed, remove_examples};
pub use seed_attachments::attach_seed_files;
pub use site_kinds::{SiteKinds, Told, check_kinds};
pub use templates::Template;
