//! The two macros that declare types which are read from YAML. The reading itself is in `typed`.

/// Declares a struct whose fields are keys, along with its reader and its description for editors. If the values of a
/// key must have a form that their type does not express, a [`Form`](crate::yaml::Form) follows after `where`.
///
/// ```
/// casebook::record! {
///     /// One step.
///     pub struct Step, "a", "step" {
///         /// The title of the step.
///         "title" => title: casebook::yaml::Text,
///         /// Lines to say.
///         "say" => say: Vec<casebook::yaml::Text>,
///     }
/// }
/// use casebook::yaml::Record;
/// assert_eq!(Step::KEYS, ["title", "say"]);
/// ```
#[macro_export]
macro_rules! record {
    (
        $(#[doc = $doc:literal])+
        $vis:vis struct $name:ident, $article:literal, $noun:literal {
            $( $(#[doc = $field_doc:literal])+ $key:literal => $field:ident: $type:ty $(where $form:expr)?, )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, PartialEq)]
        $vis struct $name {
            /// The span from the first key to the last value.
            pub span: $crate::source::Span,
            $( $(#[doc = $field_doc])+ pub $field: $type, )*
        }

        impl $crate::yaml::Record for $name {
            const NOUN: $crate::yaml::Noun = $crate::yaml::Noun { article: $article, word: $noun };
            const KEYS: &'static [&'static str] = &[$($key),*];

            fn fields() -> Vec<$crate::yaml::Field> {
                vec![$( $crate::yaml::Field {
                    key: $key,
                    doc: concat!($($field_doc, "\n"),+),
                    required: <$type as $crate::yaml::FromYaml>::absent().is_none(),
                    shape: <$type as $crate::yaml::FromYaml>::shape(),
                    form: None $(.or(Some($form)))?,
                    example: <$type as $crate::yaml::FromYaml>::example(),
                } ),*]
            }

            fn take(
                fields: &mut $crate::yaml::Fields<'_>,
                reader: &mut $crate::yaml::Reader<'_>,
            ) -> Option<Self> {
                $( let $field = fields.take::<$type>($key, reader); )*
                Some(Self { span: fields.span, $( $field: $field?, )* })
            }
        }

        impl $crate::yaml::FromYaml for $name {
            const WANTS: &'static str = concat!("the keys of ", $article, " ", $noun);
            const WANTS_MANY: &'static str = concat!("a list of ", $noun, "s");

            fn from_yaml(
                node: $crate::yaml::Node<'_>,
                key: &str,
                reader: &mut $crate::yaml::Reader<'_>,
            ) -> Option<Self> {
                $crate::yaml::typed::read_record(node, key, reader)
            }

            fn example() -> String {
                format!("{}: …", <Self as $crate::yaml::Record>::KEYS[0])
            }

            fn shape() -> $crate::yaml::Shape {
                $crate::yaml::Shape::Record { noun: $noun, fields: <Self as $crate::yaml::Record>::fields() }
            }
        }
    };
}

/// Declares an enum whose variants are words, along with its reader and its description for editors.
#[macro_export]
macro_rules! word_enum {
    (
        $(#[doc = $doc:literal])+
        $vis:vis enum $name:ident { $( $(#[doc = $word_doc:literal])+ $variant:ident = $word:literal, )+ }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis enum $name { $( $(#[doc = $word_doc])+ $variant, )+ }

        impl $crate::yaml::Words for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            const DOCS: &'static [(&'static str, &'static str)] = &[$(($word, concat!($($word_doc, "\n"),+))),+];

            fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl $crate::yaml::FromYaml for $crate::yaml::Spanned<$name> {
            const WANTS: &'static str = concat!("one word of:" $(, " ", $word)+);
            const WANTS_MANY: &'static str = concat!("a list of words out of:" $(, " ", $word)+);

            fn from_yaml(
                node: $crate::yaml::Node<'_>,
                key: &str,
                reader: &mut $crate::yaml::Reader<'_>,
            ) -> Option<Self> {
                $crate::yaml::typed::read_word(node, key, reader)
            }

            fn example() -> String {
                <$name as $crate::yaml::Words>::DOCS[0].0.to_owned()
            }

            fn shape() -> $crate::yaml::Shape {
                $crate::yaml::Shape::OneOf(<$name as $crate::yaml::Words>::DOCS)
            }
        }
    };
}
