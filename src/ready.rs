//! Data in the form in which templates take it, made once and shared by all pages that show it.
//!
//! In: plain data. Out: a value that a template takes without making it again. Written elsewhere, as JSON, it is the same data.

use serde::{Serialize, Serializer};
use tera::Value;

/// Plain data, ready for templates.
#[derive(Clone, Debug, PartialEq)]
pub struct Ready(Value);

impl Ready {
    /// Makes plain data ready.
    pub fn of(data: &impl Serialize) -> Ready {
        Ready(Value::from_serializable(data))
    }

    /// The same with HTML in a field, which is printed as it is.
    pub fn with_html(&self, field: &'static str, html: &str) -> Ready {
        let mut fields = self.0.as_map().cloned().unwrap_or_default();
        fields.insert(field.into(), Value::safe_string(html));
        Ready(Value::from(fields))
    }

    /// The value for a template.
    pub fn value(&self) -> &Value {
        &self.0
    }
}

impl Serialize for Ready {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The engine takes one of its own values as it is.
        self.0.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::Ready;
    use serde_json::json;

    #[test]
    fn ready_data_is_the_same_data_in_the_same_order() {
        let data = json!({"title": "<b>", "url": null, "n": [1, -2, true], "a": {"z": 1, "b": "x"}});
        assert_eq!(serde_json::to_string(&Ready::of(&data)).expect("it is data"), data.to_string());
    }

    #[test]
    fn html_takes_the_place_of_its_field_and_is_not_escaped() {
        let ready = Ready::of(&json!({"html": null, "title": "<b>"})).with_html("html", "<i>");
        let mut tera = tera::Tera::new();
        tera.autoescape_on(vec![".html"]);
        tera.add_raw_template("a.html", "{{ of.html }}{{ of.title }}").expect("it is a template");
        let mut context = tera::Context::new();
        context.insert("of", &ready);
        assert_eq!(tera.render("a.html", &context).expect("it renders"), "<i>&lt;b&gt;");
        assert_eq!(serde_json::to_string(&ready).expect("it is data"), r#"{"html":"<i>","title":"<b>"}"#);
    }
}
