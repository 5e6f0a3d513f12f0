//! Views: the columns that several record types have in common, by the names that RIF gives them.
//!
//! Must not know which columns those are: `professional.rs` and `institutional.rs` say so.

/// Declares a struct of references to columns, and that each of the records has all of them.
macro_rules! view {
    ($(#[$doc:meta])* pub struct $view:ident of [$($record:ident),+] $columns:tt) => {
        view!(@declare [$(#[$doc])*] $view $columns);
        $(view!(@of $view $record $columns);)+
    };
    (@declare [$($doc:tt)*] $view:ident { $($column:ident: $type:ty,)+ }) => {
        $($doc)*
        #[allow(non_snake_case)]
        #[derive(Clone, Copy)]
        pub struct $view<'r> { $(pub $column: &'r $type,)+ }
    };
    (@of $view:ident $record:ident { $($column:ident: $type:ty,)+ }) => {
        impl<'r> From<&'r $record> for $view<'r> {
            fn from(record: &'r $record) -> Self {
                $view { $($column: &record.$column,)+ }
            }
        }
    };
}
pub(super) use view;
